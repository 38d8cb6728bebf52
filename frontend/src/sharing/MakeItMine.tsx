import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCopyPlus } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import { meQuery } from "@/app/me";
import { tell } from "@/app/tell";
import { forkNetwork } from "./queries";
import { takeWish, wishFor } from "./wish";

/** Makes a copy of one's own of someone else's network. Who is not signed in is asked to, and then it goes on. */
export function MakeItMine({ network }: { network: string }) {
  const { data: me } = useQuery(meQuery);
  const navigate = useNavigate();
  const fork = useMutation({
    mutationFn: () => forkNetwork(network),
    onSuccess: (id) => {
      notifications.show({ message: "This copy is yours: what you change here changes nothing for its author." });
      void navigate(`/networks/${id}`);
    },
    onError: tell("No copy was made"),
  });
  const go = useRef(fork.mutate);
  go.current = fork.mutate;
  useEffect(() => {
    if (me?.signed_in && takeWish(network)) go.current();
  }, [me, network]);
  const press = () => {
    if (me?.signed_in) {
      fork.mutate();
      return;
    }
    wishFor(network);
    window.location.assign(`/login?next=${encodeURIComponent(`/networks/${network}`)}`);
  };
  return (
    <Button
      size="xs"
      variant="filled"
      leftSection={<IconCopyPlus size={15} />}
      onClick={press}
      loading={fork.isPending}
      disabled={!me}
    >
      Make it mine
    </Button>
  );
}
