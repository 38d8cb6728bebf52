import {
  Button,
  Combobox,
  Group,
  Popover,
  ScrollArea,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  useCombobox,
} from "@mantine/core";
import { IconEye, IconPresentation } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useLayoutEffect, useMemo, useState } from "react";
import { tell } from "@/app/tell";
import { ageText } from "@/home/age";
import { networksQuery } from "@/home/queries";
import type { Room } from "./wall";
import classes from "./wall.module.css";
import { changeWall, type WallChange } from "./wallQueries";

const LONGEST_SENTENCE = 200;
const BOARDS = [
  { value: "off", label: "No board" },
  { value: "names", label: "Names" },
  { value: "anonymous", label: "Anonymous" },
];

/** What a teacher does to the class from the wall. */
export function useWallChange(classId: string, note: (room: Room) => void) {
  return useMutation({
    mutationFn: (body: WallChange) => changeWall(classId, body),
    onSuccess: note,
    onError: tell("Nothing was changed"),
  });
}

type Change = ReturnType<typeof useWallChange>;

function EyesUpButton({ room, change }: { room: Room; change: Change }) {
  const [isOpen, setOpen] = useState(false);
  const [sentence, setSentence] = useState(room.sentence);
  const cover = () => change.mutate({ eyes_up: true, sentence }, { onSuccess: () => setOpen(false) });
  if (room.eyes_up) return null;
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus width={320} withArrow>
      <Popover.Target>
        <Button variant="filled" leftSection={<IconEye size={16} />} onClick={() => setOpen((before) => !before)}>
          Eyes up
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            cover();
          }}
        >
          <Stack gap="sm">
            <TextInput
              label="What the screens say"
              description="Optional. Every student’s screen is covered until you end it; trainings go on."
              value={sentence}
              maxLength={LONGEST_SENTENCE}
              onChange={(event) => setSentence(event.currentTarget.value)}
              data-autofocus
            />
            <Button type="submit" variant="filled" loading={change.isPending}>
              Cover the screens
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Every network of one's own, by a word of its name. */
function ShowMine({ change }: { change: Change }) {
  const { data: networks, refetch } = useQuery({ ...networksQuery, enabled: false });
  const [search, setSearch] = useState("");
  const list = useCombobox({
    onDropdownOpen: () => {
      void refetch();
      list.focusSearchInput();
    },
    onDropdownClose: () => {
      setSearch("");
      list.resetSelectedOption();
      list.focusTarget();
    },
  });
  const show = (id: string) => {
    change.mutate({ shown: id });
    list.closeDropdown();
  };
  const found = useMemo(
    () => networks?.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase())),
    [networks, search],
  );
  const { selectFirstOption, resetSelectedOption } = list;
  // Enter takes a place in the list, not the option that is lit: whenever the list is another one, both are set anew.
  useLayoutEffect(() => {
    if (search && found) selectFirstOption();
    else resetSelectedOption();
  }, [search, found, selectFirstOption, resetSelectedOption]);
  return (
    <Combobox store={list} position="bottom-end" width={280} onOptionSubmit={show}>
      <Combobox.Target targetType="button">
        <Button leftSection={<IconPresentation size={16} />} onClick={() => list.toggleDropdown()}>
          Show one of mine
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          placeholder="Search"
          aria-label="Search your networks"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Combobox.Options aria-label="Your networks">
          <ScrollArea.Autosize mah={320} type="auto" scrollbars="y" offsetScrollbars scrollbarSize={8}>
            {found?.map(({ id, name, changed }) => (
              <Combobox.Option key={id} value={id} className={classes.long}>
                {name}
                <Text size="xs" opacity={0.75}>
                  {ageText(changed, Date.now())}
                </Text>
              </Combobox.Option>
            ))}
            {found?.length === 0 && (
              <Combobox.Empty>
                {networks?.length === 0 ? "You have no network of your own." : "None is called so."}
              </Combobox.Empty>
            )}
          </ScrollArea.Autosize>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** Eyes up, a network for all, the leader board. */
export function WallControls({ room, change }: { room: Room; change: Change }) {
  return (
    <Group gap="sm">
      <SegmentedControl
        size="xs"
        aria-label="Leader board"
        data={BOARDS}
        value={room.board}
        onChange={(board) => change.mutate({ board: board as Room["board"] })}
      />
      <ShowMine change={change} />
      <EyesUpButton room={room} change={change} />
    </Group>
  );
}

/** What holds just now, and how to end it. */
export function WallNow({ room, change }: { room: Room; change: Change }) {
  const { eyes_up, sentence, shown } = room;
  return (
    <>
      {eyes_up && (
        <Group className={classes.now} wrap="nowrap" role="status">
          <Text size="sm" className={classes.grow}>
            The students’ screens are covered{sentence && `: “${sentence}”`}.
          </Text>
          <Button variant="filled" onClick={() => change.mutate({ eyes_up: false })} loading={change.isPending}>
            Uncover the screens
          </Button>
        </Group>
      )}
      {shown && (
        <Group className={classes.now} wrap="nowrap" role="status">
          <Text size="sm" className={classes.grow}>
            Everyone is shown <b>{shown.name}</b> by {shown.author === "your teacher" ? "you" : shown.author}.
          </Text>
          <Button onClick={() => change.mutate({ shown: null })} loading={change.isPending}>
            End showing
          </Button>
        </Group>
      )}
    </>
  );
}
