import { Anchor } from "@mantine/core";
import { Link, useMatch } from "react-router";
import classes from "./classroom.module.css";
import { endText } from "./goes";
import type { Account } from "./queries";

/** Tells the members of a class that it ends soon, and what goes with it; not in the editor, which takes the whole window, nor where the page says it. */
export function EndNotice({ account }: { account: Account | undefined }) {
  const isEditor = useMatch("/networks/:id") !== null;
  const ending = account?.classes.filter((one) => one.ends_soon) ?? [];
  const saysIt = useMatch("/classes") !== null;
  if (isEditor || saysIt) return null;
  return ending.map((one) => (
    <aside key={one.id} className={classes.ending} aria-label={`${one.name} ends soon`}>
      {one.name} {endText(one, Date.now())}{" "}
      <Anchor underline="always" component={Link} to="/account" inherit>
        Download everything of yours
      </Anchor>
    </aside>
  ));
}
