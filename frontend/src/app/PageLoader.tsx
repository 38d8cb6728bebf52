import { Center, Loader, Title, VisuallyHidden } from "@mantine/core";

/** What stands in for a page while it is fetched. Outside the shell it is the page's main part itself. */
export function PageLoader({ isWhole = false }: { isWhole?: boolean }) {
  return (
    <Center h={isWhole ? "100vh" : "60vh"} component={isWhole ? "main" : "div"} role={isWhole ? undefined : "status"}>
      <VisuallyHidden>
        <Title order={1}>Loading</Title>
      </VisuallyHidden>
      <Loader aria-hidden />
    </Center>
  );
}
