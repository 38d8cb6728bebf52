import { pathKey } from "@/graph/scene";
import { useEditor } from "@/graph/store";
import { useComments } from "./commenting";

const NONE: readonly string[] = [];

/** What was said of a layer of what is shown. */
export function useCommentsOn(id: string): readonly string[] {
  const key = useEditor((state) => pathKey(state.inside, id));
  return useComments((comments) => comments.texts.get(key)) ?? NONE;
}
