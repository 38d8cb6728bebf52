import { Anchor, Text } from "@mantine/core";
import { Link } from "react-router";
import { useEditor } from "@/graph/store";

/** What a network was copied from. */
export function OriginNote() {
  const origin = useEditor((state) => state.origin);
  if (!origin) return null;
  const { network, name, author } = origin;
  return (
    <Text size="sm">
      A copy of{" "}
      {network ? (
        <Anchor component={Link} to={`/networks/${network}`} underline="always">
          {name}
        </Anchor>
      ) : (
        name
      )}
      {author ? ` by ${author}` : ""}.
    </Text>
  );
}
