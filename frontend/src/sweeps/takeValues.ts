import { notifications } from "@mantine/notifications";
import { whenOpened } from "@/editor/onOpening";
import { completeDocument } from "@/graph/document";
import { fieldsOf } from "@/graph/sweep";
import { withValues } from "@/graph/sweepValues";
import type { SweepDetail, Trial } from "./types";

/** Lets the network, when it is opened next, have what a trial set: one step, which undo takes back. */
export function takeValues(sweep: SweepDetail, trial: Trial): void {
  const fields = fieldsOf(completeDocument(sweep.document));
  const name = `trial ${trial.number} of ${sweep.name}`;
  whenOpened(sweep.network, {
    label: `Use the values of ${name}`,
    change: (document) => {
      const { document: next, missing } = withValues(document, fields, trial.values);
      const left = missing.length ? ` ${missing.join(", ")} stand nowhere in it any more.` : "";
      const says = next === document ? "No value of" : "The network has the values of";
      notifications.show({
        message: `${says} ${name}${next === document ? " could be used." : ". Undo takes them back."}${left}`,
      });
      return next;
    },
  });
}
