import type { ReactNode } from "react";
import { useEditor } from "@/graph/store";
import classes from "./sharing.module.css";

/** Forms that show a reader their values and take none. */
export function OnlyRead({ children }: { children: ReactNode }) {
  const isReading = useEditor((state) => state.author !== null);
  return (
    <fieldset disabled={isReading} className={classes.fields}>
      {children}
    </fieldset>
  );
}
