import { Button } from "@mantine/core";
import { Link } from "react-router";

/** Lays the curves of the chosen runs over each other; two are needed. */
export function CompareButton({ chosen }: { chosen: readonly string[] }) {
  if (chosen.length < 2) {
    return (
      <Button size="xs" disabled>
        Compare
      </Button>
    );
  }
  return (
    <Button size="xs" component={Link} to={`/compare?runs=${chosen.join(",")}`}>
      Compare
    </Button>
  );
}
