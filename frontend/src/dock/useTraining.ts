import { useCallback } from "react";
import { setTraining } from "@/graph/edit";
import { useEditor } from "@/graph/store";
import type { Param, Training } from "@/graph/types";

/** A setting of fit(), as the forms describe a parameter. */
export function setting(given: Pick<Param, "name" | "kind" | "help"> & Partial<Param>): Param {
  return {
    ...{
      required: true,
      default: null,
      nullable: false,
      choices: [],
      length: null,
      minimum: null,
      maximum: null,
      common: true,
    },
    ...given,
  };
}

/** Changes the training settings; typing in one field is one step of the history. */
export function useTraining(): [Training, (changes: Partial<Training>) => void] {
  const training = useEditor((state) => state.document.training);
  const change = useCallback((changes: Partial<Training>) => {
    const names = Object.keys(changes).join(" and ");
    useEditor.getState().edit(`Set ${names}`, (document) => setTraining(document, changes), `training.${names}`);
  }, []);
  return [training, change];
}
