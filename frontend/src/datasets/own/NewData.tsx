import { useEffect } from "react";
import type { Dataset } from "../queries";
import { ChooseFile } from "./ChooseFile";
import { Preview } from "./Preview";
import { Sending } from "./Sending";
import { useUploading } from "./uploading";

interface NewDataProps {
  /** The file that is looked at; null before there is one. */
  upload: string | null;
  onUpload: (upload: string | null) => void;
  onKept: (dataset: Dataset) => void;
}

/** A file becomes a data set: chosen, sent, looked at, kept. */
export function NewData({ upload, onUpload, onKept }: NewDataProps) {
  const { state, reset } = useUploading();
  useEffect(() => {
    if (state.kind !== "arrived") return;
    onUpload(state.id);
    reset();
  }, [state, onUpload, reset]);
  if (state.kind === "sending") return <Sending state={state} />;
  if (upload && state.kind === "none")
    return <Preview key={upload} upload={upload} onBack={() => onUpload(null)} onKept={onKept} />;
  return <ChooseFile onLook={onUpload} />;
}
