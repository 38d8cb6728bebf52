import { Text } from "@mantine/core";
import classes from "./datasets.module.css";
import { columnText, firstColumn, numbersOf, plainText } from "./fieldText";
import { PixelImage } from "./PixelImage";
import { pixelsOf } from "./pixels";
import type { Field } from "./queries";
import { SeriesLine } from "./SeriesLine";

interface FieldValueProps {
  field: Field;
  value: unknown;
  /** On screen, of pictures and lines. */
  size?: number;
  alt?: string;
}

/** One field of a sample, shown as what it is: a picture, a text, numbers, a line. */
export function FieldValue({ field, value, size = 84, alt = "" }: FieldValueProps) {
  switch (field.kind) {
    case "image": {
      const pixels = pixelsOf(value);
      return pixels && <PixelImage pixels={pixels} size={size} alt={alt} />;
    }
    case "series":
      return <SeriesLine values={firstColumn(field, value)} width={size * 2} height={size} label={alt} />;
    case "tokens":
    case "text":
      return (
        <Text size="sm" className={classes.text}>
          {String(value)}
        </Text>
      );
    case "vector":
      return <VectorText field={field} values={numbersOf(value)} />;
    default:
      return Array.isArray(value) ? (
        <SeveralValues field={field} values={numbersOf(value)} size={size} alt={alt} />
      ) : (
        <Text size="sm">{plainText(field, value)}</Text>
      );
  }
}

const MOST_COLUMNS = 8;

function VectorText({ field, values }: { field: Field; values: readonly number[] }) {
  return (
    <dl className={classes.vector}>
      {values.slice(0, MOST_COLUMNS).map((value, place) => (
        <div key={field.columns[place] ?? place}>
          <dt>{field.columns[place] ?? place + 1}</dt>
          <dd>{columnText(field, place, value)}</dd>
        </div>
      ))}
      {values.length > MOST_COLUMNS && (
        <div>
          <dt>and {values.length - MOST_COLUMNS} more</dt>
          <dd />
        </div>
      )}
    </dl>
  );
}

function SeveralValues({ field, values, size, alt }: { field: Field; values: number[]; size: number; alt: string }) {
  if (values.length <= MOST_COLUMNS) return <VectorText field={field} values={values} />;
  return <SeriesLine values={values} width={size * 2} height={size} label={alt} />;
}
