import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "react-router";
import { styleNonce } from "./nonce";
import { router } from "./routes";
import { SignedOutPage } from "./SignedOutPage";
import { queryClient, useSession } from "./session";
import { cssVariables, theme } from "./theme";

export function App() {
  const signedOut = useSession((session) => session.signedOut);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-center" limit={3} />
        {signedOut ? <SignedOutPage /> : <RouterProvider router={router} />}
      </QueryClientProvider>
    </MantineProvider>
  );
}
