import { useLocalStorage } from "@mantine/hooks";
import { useEditor } from "@/graph/store";
import classes from "./eyes.module.css";
import { useNodePictures } from "./nodePictures";

/** Whether nodes show their pictures: a habit of the person at this browser. */
export function useShowsPictures() {
  return useLocalStorage<boolean>({ key: "layerloom-node-pictures", defaultValue: true });
}

/** What this node makes of a sample while a run of its network trains, in its corner. */
export function NodePicture({ id }: { id: string }) {
  const inside = useEditor((state) => state.inside);
  const url = useNodePictures((state) => state.pictures.get([...inside, id].join("/")));
  const title = useNodePictures((state) => state.title);
  const [isShown] = useShowsPictures();
  if (!url || !isShown) return null;
  return (
    <img
      src={url}
      alt={`What ${id} makes of a sample, ${title}`}
      title={title}
      className={classes.node}
      data-node-picture
    />
  );
}
