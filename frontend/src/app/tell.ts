import { notifications } from "@mantine/notifications";
import { sentenceOf } from "@/api/client";

/** What shows a failure under a title. */
export function tell(title: string) {
  return (error: unknown) => notifications.show({ color: "red", title, message: sentenceOf(error) });
}
