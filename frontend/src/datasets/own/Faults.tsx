import { Alert, Text } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import classes from "./own.module.css";
import type { Inspection } from "./queries";

const SHOWN = 12;

/** What is wrong in the file, each with its row and column. */
export function Faults({ inspection }: { inspection: Inspection }) {
  const { faults, name } = inspection;
  if (faults.length === 0) return null;
  const isOne = faults.length === 1;
  return (
    <Alert
      color="orange"
      icon={<IconAlertCircle size={18} />}
      title={`${isOne ? "One thing is" : `${faults.length} things are`} wrong in ${name}`}
    >
      <ul className={classes.faults}>
        {faults.slice(0, SHOWN).map((fault) => (
          <li key={fault.message}>{fault.message}</li>
        ))}
      </ul>
      {faults.length > SHOWN && <Text size="sm">and {faults.length - SHOWN} more.</Text>}
      <Text size="sm" mt="xs">
        Correct the file and choose it again{cureOf(inspection)}.
      </Text>
    </Alert>
  );
}

/** What else helps than another file. */
function cureOf({ columns, faults }: Inspection): string {
  if (columns.length === 0) return "";
  if (faults.some((fault) => fault.column))
    return "; or give the column another type, leave it out, or change how the file is read";
  return "; or change how the file is read";
}
