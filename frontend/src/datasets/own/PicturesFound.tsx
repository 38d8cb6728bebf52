import { NativeSelect, NumberInput, SimpleGrid, Text } from "@mantine/core";
import { BalanceBars } from "../BalanceBars";
import classes from "./own.module.css";
import type { Inspection, Recipe } from "./queries";
import { Section } from "./Section";

const MOST_BARS = 30;

/** Pictures of an archive, by class. */
export function PicturesFound({ inspection }: { inspection: Inspection }) {
  const { pictures } = inspection;
  return (
    <>
      <Section title="Some of them">
        <div className={classes.thumbnails}>
          {pictures?.thumbnails.map(([name, source]) => (
            <figure key={source}>
              <img src={source} alt="" />
              <figcaption title={name}>{name}</figcaption>
            </figure>
          ))}
        </div>
      </Section>
      <ClassesFound inspection={inspection} />
      {pictures && (
        <Section title="Their sizes">
          <BalanceBars
            balance={pictures.sizes.map(([height, width, count]) => [`${height} × ${width}`, count])}
            heading="Height × width"
          />
          <Text size="sm">
            {pictures.grey.toLocaleString("en")} of {pictures.looked_at.toLocaleString("en")} looked at are grey, the
            others have colours.
          </Text>
        </Section>
      )}
    </>
  );
}

/** How many samples each folder holds. */
export function ClassesFound({ inspection }: { inspection: Inspection }) {
  const more = inspection.classes.length - MOST_BARS;
  return (
    <Section title="Balance of the classes">
      <BalanceBars balance={inspection.classes.slice(0, MOST_BARS)} heading="Class" />
      {more > 0 && <Text size="sm">and {more.toLocaleString("en")} more</Text>}
    </Section>
  );
}

type Image = NonNullable<Recipe["image"]>;

interface ImageFormProps {
  inspection: Inspection;
  image: Image;
  onImage: (image: Image) => void;
}

const LARGEST = 2_048;

/** The one size and the colours that all pictures are brought to. */
export function ImageForm({ inspection, image, onImage }: ImageFormProps) {
  const side = (name: "height" | "width") => (value: number | string) => {
    if (typeof value === "number" && value >= 1) onImage({ ...image, [name]: value });
  };
  const common = { size: "xs", min: 1, max: LARGEST, clampBehavior: "strict", allowDecimal: false } as const;
  const [first] = inspection.pictures?.sizes ?? [];
  return (
    <>
      <SimpleGrid cols={2} spacing="xs">
        <NumberInput {...common} label="Height" value={image.height} onChange={side("height")} />
        <NumberInput {...common} label="Width" value={image.width} onChange={side("width")} />
      </SimpleGrid>
      <NativeSelect
        size="xs"
        label="Colours"
        data={[
          { value: "rgb", label: "Red, green and blue" },
          { value: "grey", label: "Grey" },
        ]}
        value={image.colour}
        onChange={(event) => onImage({ ...image, colour: event.currentTarget.value as Image["colour"] })}
      />
      {first && (
        <Text size="sm">
          Most are {first[0]} × {first[1]}. Every picture is brought to this size when it is read.
        </Text>
      )}
    </>
  );
}
