import { Center, Loader } from "@mantine/core";

/** What stands in for a page while it is fetched. */
export function PageLoader() {
  return (
    <Center h="60vh">
      <Loader aria-label="Loading" />
    </Center>
  );
}
