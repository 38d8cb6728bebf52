import { Button, CopyButton, Group, Loader, Modal, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCheck, IconCopy, IconRefresh, IconShare } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/api/client";
import { accountQuery } from "@/classroom/queries";
import { choicesOf, standingOf } from "./choices";
import { renewLink, type Sharing, share, sharingQuery } from "./queries";
import classes from "./sharing.module.css";

function LinkField({ address, isLink, onRenew, busy }: LinkFieldProps) {
  const whole = window.location.origin + address;
  return (
    <Stack gap={6}>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          flex={1}
          label={isLink ? "Link" : "Address"}
          value={whole}
          readOnly
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={whole}>
          {({ copied, copy }) => (
            <Button
              variant="filled"
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              onClick={copy}
            >
              {copied ? "Copied" : isLink ? "Copy link" : "Copy address"}
            </Button>
          )}
        </CopyButton>
      </Group>
      {isLink && (
        <Group gap="xs">
          <Button size="xs" leftSection={<IconRefresh size={14} />} onClick={onRenew} loading={busy}>
            New link
          </Button>
          <Text size="xs" c="dimmed">
            The link before stops working at once.
          </Text>
        </Group>
      )}
    </Stack>
  );
}

type LinkFieldProps = { address: string; isLink: boolean; onRenew: () => void; busy: boolean };

function Choices({ network, sharing }: { network: string; sharing: Sharing }) {
  const [chosen, setChosen] = useState(sharing.shared);
  const { data: account } = useQuery(accountQuery);
  const choose = useMutation({
    mutationFn: (shared: Sharing["shared"]) => share(network, shared),
    onError: () => setChosen(sharing.shared),
  });
  const renew = useMutation({ mutationFn: () => renewLink(network) });
  const error = choose.error ?? renew.error;
  return (
    <Stack gap="md">
      <Radio.Group
        label="Who may look at it"
        value={chosen}
        onChange={(value) => {
          const shared = value as Sharing["shared"];
          setChosen(shared);
          choose.mutate(shared);
        }}
      >
        <Stack gap="sm" mt="xs">
          {choicesOf(sharing, standingOf(sharing.offers_class, account)).map(({ shared, label, more }) => (
            <Radio key={shared} value={shared} label={label} description={more} />
          ))}
        </Stack>
      </Radio.Group>
      {sharing.address && (
        <LinkField
          address={sharing.address}
          isLink={sharing.shared === "link"}
          onRenew={() => renew.mutate()}
          busy={renew.isPending}
        />
      )}
      {error && (
        <Text size="sm" role="alert">
          {sentenceOf(error)}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        They see the drawing, the settings, the code and every run with its curves, pictures and results. They can copy
        it, and change nothing of yours. The file of a data set of your own is not given away, and where an assignment
        uses the data, its samples are shown to those alone who may see them.
      </Text>
    </Stack>
  );
}

type DialogProps = { network: string; opened: boolean; onClose: () => void };

/** Who may look at the network besides its owner. */
export function ShareDialog({ network, opened, onClose }: DialogProps) {
  const { data: sharing, error } = useQuery({ ...sharingQuery(network), enabled: opened });
  return (
    <Modal opened={opened} onClose={onClose} title="Share this network" closeButtonProps={{ "aria-label": "Close" }}>
      {sharing && <Choices network={network} sharing={sharing} />}
      {!sharing && (error ? <Text size="sm">{sentenceOf(error)}</Text> : <Loader size="sm" aria-label="Loading" />)}
    </Modal>
  );
}

/** Asks who may look at the network. */
export function ShareButton({ network }: { network: string }) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button
        size="xs"
        leftSection={<IconShare size={15} />}
        aria-label="Share"
        className={classes.share}
        onClick={open}
      >
        Share
      </Button>
      <ShareDialog network={network} opened={opened} onClose={close} />
    </>
  );
}
