import { Anchor } from "@mantine/core";
import { Link, useMatch } from "react-router";
import classes from "./classroom.module.css";
import { endText, lockedText } from "./goes";
import type { Account } from "./queries";

/**
 * Tells the members of a class that they are kept out of it; that it ends soon, and what goes with it. Not in the editor, which takes the whole
 * window, nor where the page says it.
 */
export function EndNotice({ account }: { account: Account | undefined }) {
  const isEditor = useMatch("/networks/:id") !== null;
  const saysIt = useMatch("/classes") !== null;
  const page = useMatch("/classes/:id")?.params.id;
  if (isEditor || saysIt || !account) return null;
  return (
    <>
      {account.classes
        .filter((one) => one.locked && one.id !== page)
        .map((one) => (
          <aside key={one.id} className={classes.ending} aria-label={`Your place in ${one.name} is locked`}>
            {lockedText(one)}
          </aside>
        ))}
      {account.classes
        .filter((one) => one.ends_soon)
        .map((one) => (
          <aside key={one.id} className={classes.ending} aria-label={`${one.name} ends soon`}>
            {one.name} {endText(one, Date.now())}{" "}
            <Anchor underline="always" component={Link} to="/account" inherit>
              Download everything of yours
            </Anchor>
          </aside>
        ))}
    </>
  );
}
