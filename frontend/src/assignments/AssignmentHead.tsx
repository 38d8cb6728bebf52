import { Anchor, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";
import classes from "./assignments.module.css";
import type { Assignment } from "./types";

/** The title of an assignment's page under the way back to its class; what follows stands below. */
export function AssignmentHead({ assignment, children }: { assignment: Assignment; children?: ReactNode }) {
  return (
    <div>
      <Anchor underline="always" component={Link} to={`/classes/${assignment.klass}`} size="sm">
        {assignment.class_name}
      </Anchor>
      <Title order={1} size="h2" className={classes.long}>
        {assignment.title}
      </Title>
      {children}
    </div>
  );
}
