import { ActionIcon, Button, Group, Slider, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconPlayerTrackNext } from "@tabler/icons-react";
import { type Moment, momentAt, momentText } from "./looks";

interface EpochSliderProps {
  moments: readonly Moment[];
  /** The chosen epoch; null follows the newest look. */
  epoch: number | null;
  onChange: (epoch: number | null) => void;
  isLive: boolean;
}

/** Goes back in time, look by look. */
export function EpochSlider({ moments, epoch, onChange, isLive }: EpochSliderProps) {
  const shown = momentAt(moments, epoch);
  if (!shown) return null;
  const place = moments.indexOf(shown);
  const last = moments.length - 1;
  const go = (to: number) => onChange(to >= last ? null : (moments[to]?.epoch ?? null));
  const name = (
    <Text size="sm" style={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }} data-look={shown.epoch}>
      {momentText(shown)}
    </Text>
  );
  if (last === 0) return name;
  return (
    <Group gap="xs" wrap="nowrap" role="group" aria-label="When the network was looked at">
      <ActionIcon aria-label="The look before" disabled={place <= 0} onClick={() => go(place - 1)}>
        <IconChevronLeft size={18} />
      </ActionIcon>
      <Slider
        flex={1}
        miw={80}
        maw={420}
        min={0}
        max={last}
        value={place}
        onChange={go}
        label={(at) => momentText(moments[at] ?? shown)}
        thumbLabel="Epoch"
        thumbProps={{ "aria-valuetext": momentText(shown) }}
      />
      <ActionIcon aria-label="The next look" disabled={place >= last} onClick={() => go(place + 1)}>
        <IconChevronRight size={18} />
      </ActionIcon>
      {name}
      {epoch !== null && place < last && (
        <Button
          size="compact-xs"
          leftSection={<IconPlayerTrackNext size={14} />}
          onClick={() => onChange(null)}
          style={{ flexShrink: 0 }}
        >
          {isLive ? "Follow" : "Last"}
        </Button>
      )}
    </Group>
  );
}
