import { Anchor, Button, Code, Container, Stack, Text, Title } from "@mantine/core";

/** What a person sees whom the server does not know. */
export function SignedOutPage() {
  return (
    <Container size="sm" py={96} component="main">
      <Stack gap="md">
        <Title order={1} size="h2">
          You are not signed in
        </Title>
        <Text>
          Open the address that Layerloom printed in its terminal when it started: it signs this browser in. An address
          works once; <Code>make link</Code> prints a new one while Layerloom runs.
        </Text>
        <Text>
          In a class,{" "}
          <Anchor href="/come-back" underline="always">
            come back with your pass-phrase
          </Anchor>
          ; with a password,{" "}
          <Anchor href="/login" underline="always">
            sign in
          </Anchor>
          .
        </Text>
        <Text c="dimmed">What you had not saved yet is kept in this browser and is sent when you come back.</Text>
        <Button onClick={() => window.location.reload()} w="fit-content">
          Try again
        </Button>
      </Stack>
    </Container>
  );
}
