import { Checkbox, NativeSelect, NumberInput, SimpleGrid, Switch } from "@mantine/core";
import type { Field } from "../queries";
import { AUGMENTATIONS, treatmentOf, type Wish } from "./prepare";

interface TreatmentsProps {
  field: Field;
  wish: Wish;
  onWish: (wish: Wish) => void;
}

/** What can be done to a field. */
export function Treatments({ field, wish, onWish }: TreatmentsProps) {
  switch (treatmentOf(field)) {
    case "numbers":
      return (
        <Checkbox
          size="sm"
          label="Normalise"
          description={
            field.scale.length > 0
              ? "The loader of this data set does that already"
              : "To mean 0 and deviation 1, learned from the part to train with"
          }
          checked={wish.normalise}
          onChange={(event) => onWish({ ...wish, normalise: event.currentTarget.checked })}
        />
      );
    case "category":
      return (
        <NativeSelect
          size="xs"
          label="Tell its words as"
          data={[
            { value: "", label: untouched(wish) },
            { value: "one_hot", label: "A place for each word, with a 1 (one-hot)" },
            { value: "index", label: "A number for each word, for an Embedding" },
          ]}
          value={wish.encode ?? ""}
          onChange={(event) => onWish({ ...wish, encode: (event.currentTarget.value || null) as Wish["encode"] })}
        />
      );
    case "text":
      return <TextTreatments wish={wish} onWish={onWish} />;
    case "image":
      return <ImageTreatments field={field} wish={wish} onWish={onWish} />;
    default:
      return null;
  }
}

/** What no choice means for a field's words. */
function untouched({ teller }: Wish): string {
  return teller ? `They are told by ${teller}, which stays as it is` : "They are left as they are";
}

function TextTreatments({ wish, onWish }: Omit<TreatmentsProps, "field">) {
  const words = (to: number) => onWish({ ...wish, words: to });
  const length = (to: number) => onWish({ ...wish, length: to });
  return (
    <>
      <NativeSelect
        size="xs"
        label="Tell its words as"
        data={[
          { value: "", label: untouched(wish) },
          { value: "row", label: "A row of numbers, for an Embedding" },
          { value: "bag", label: "A bag of words, for a Dense layer" },
        ]}
        value={wish.tokens ?? ""}
        onChange={(event) => onWish({ ...wish, tokens: (event.currentTarget.value || null) as Wish["tokens"] })}
      />
      {wish.tokens && (
        <SimpleGrid cols={2} spacing="xs">
          <Whole label="Different words" value={wish.words} min={2} max={1_000_000} onValue={words} />
          {wish.tokens === "row" && (
            <Whole label="Words of a row" value={wish.length} min={1} max={10_000} onValue={length} />
          )}
        </SimpleGrid>
      )}
    </>
  );
}

const LARGEST = 4_096;

function ImageTreatments({ field, wish, onWish }: TreatmentsProps) {
  const [height = 64, width = 64] = field.shape;
  const { resize, augment } = wish;
  const size = (to: Wish["resize"]) => onWish({ ...wish, resize: to });
  return (
    <>
      <Switch
        size="xs"
        label="Resize"
        checked={resize !== null}
        onChange={(event) => size(event.currentTarget.checked ? [height, width] : null)}
      />
      {resize && (
        <SimpleGrid cols={2} spacing="xs">
          <Whole label="Height" value={resize[0]} min={1} max={LARGEST} onValue={(to) => size([to, resize[1]])} />
          <Whole label="Width" value={resize[1]} min={1} max={LARGEST} onValue={(to) => size([resize[0], to])} />
        </SimpleGrid>
      )}
      <Checkbox.Group
        size="xs"
        label="Vary while training"
        value={[...augment]}
        onChange={(chosen) =>
          onWish({ ...wish, augment: AUGMENTATIONS.map(([name]) => name).filter((name) => chosen.includes(name)) })
        }
      >
        <SimpleGrid cols={{ base: 2, xs: 3 }} spacing={6} mt={4}>
          {AUGMENTATIONS.map(([name, label]) => (
            <Checkbox key={name} size="xs" value={name} label={label} />
          ))}
        </SimpleGrid>
      </Checkbox.Group>
      <Checkbox
        size="xs"
        label="From −1 to 1, instead of from 0 to 1"
        checked={wish.rescale}
        onChange={(event) => onWish({ ...wish, rescale: event.currentTarget.checked })}
      />
      <Checkbox
        size="xs"
        label="Normalise to mean 0 and deviation 1"
        checked={wish.normalise}
        onChange={(event) => onWish({ ...wish, normalise: event.currentTarget.checked })}
      />
    </>
  );
}

interface WholeProps {
  label: string;
  value: number;
  min: number;
  max: number;
  onValue: (value: number) => void;
}

/** A whole number within its bounds. */
function Whole({ onValue, ...props }: WholeProps) {
  const take = (value: number | string) => {
    if (typeof value === "number" && value >= props.min) onValue(value);
  };
  return <NumberInput size="xs" allowDecimal={false} clampBehavior="blur" onChange={take} {...props} />;
}
