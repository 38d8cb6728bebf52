import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import {
  type ColumnKind,
  type Inspection,
  inspectionQuery,
  type Kind,
  type Reading,
  type Recipe,
  type Types,
} from "./queries";
import { adopted, askedTypes, setType } from "./recipe";

/** What a person has chosen of a file so far, and what was found in it. */
export interface Draft {
  readonly inspection: Inspection | undefined;
  readonly error: unknown;
  readonly recipe: Recipe | null;
  readonly corrected: Types;
  /** Whether what is shown was found as everything is chosen now. */
  readonly isCurrent: boolean;
  edit(recipe: Recipe): void;
  setType(column: string, kind: ColumnKind): void;
  setReading(reading: Reading): void;
  setKind(kind: Kind): void;
}

interface Chosen {
  readonly kind: Kind | null;
  readonly reading: Reading | null;
  readonly corrected: Types;
  /** Null until something of the proposed recipe was changed. */
  readonly recipe: Recipe | null;
}

const NOTHING: Chosen = { kind: null, reading: null, corrected: {}, recipe: null };

/** Looks at a file as it is understood, and again with each correction. */
export function useDraft(upload: string): Draft {
  const [chosen, setChosen] = useState(NOTHING);
  const { kind, reading, corrected } = chosen;
  const plain = useQuery({
    ...inspectionQuery(upload, { kind, reading, columns: {} }),
    placeholderData: keepPreviousData,
  });
  const proposed = chosen.recipe ?? plain.data?.recipe ?? null;
  const columns = askedTypes(proposed, plain.data?.columns ?? [], corrected);
  const isCorrected = Object.keys(columns).length > 0;
  const again = useQuery({
    ...inspectionQuery(upload, { kind, reading, columns }),
    enabled: isCorrected && plain.isSuccess,
    placeholderData: keepPreviousData,
  });
  const shown = isCorrected && again.data ? again : plain;
  const inspection = shown.data;
  const recipe = inspection ? adopted(chosen.recipe ?? plain.data?.recipe ?? null, inspection) : null;
  return {
    inspection,
    error: plain.error ?? (isCorrected ? again.error : null),
    recipe,
    corrected,
    isCurrent:
      !plain.isPlaceholderData && !plain.isFetching && !(isCorrected && (again.isFetching || again.isPlaceholderData)),
    edit: (edited) => setChosen({ ...chosen, recipe: edited }),
    setType: (column, to) =>
      setChosen({
        ...chosen,
        corrected: { ...corrected, [column]: to },
        recipe: recipe && inspection ? setType(recipe, inspection.columns, column, to) : null,
      }),
    setReading: (wanted) => setChosen({ ...chosen, reading: wanted, recipe }),
    setKind: (wanted) => setChosen({ ...NOTHING, kind: wanted, reading }),
  };
}
