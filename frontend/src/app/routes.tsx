import { createBrowserRouter } from "react-router";
import { ErrorPage, NotFoundPage } from "./ErrorPage";
import { PageLoader } from "./PageLoader";
import { Shell } from "./shell";

/** Every page is a chunk of its own, fetched when it is first opened. */
export const router = createBrowserRouter([
  {
    element: <Shell />,
    errorElement: <ErrorPage />,
    hydrateFallbackElement: <PageLoader isWhole />,
    children: [
      { path: "/", lazy: async () => ({ Component: (await import("@/home/HomePage")).HomePage }) },
      { path: "/networks/:id", lazy: async () => ({ Component: (await import("@/editor/EditorPage")).EditorPage }) },
      { path: "/runs", lazy: async () => ({ Component: (await import("@/runs/AllRunsPage")).AllRunsPage }) },
      { path: "/runs/:id", lazy: async () => ({ Component: (await import("@/runs/RunPage")).RunPage }) },
      { path: "/sweeps/:id", lazy: async () => ({ Component: (await import("@/sweeps/SweepPage")).SweepPage }) },
      { path: "/try/:id", lazy: async () => ({ Component: (await import("@/runs/TryPage")).TryPage }) },
      { path: "/datasets", lazy: async () => ({ Component: (await import("@/datasets/DatasetsPage")).DatasetsPage }) },
      {
        path: "/datasets/new",
        lazy: async () => ({ Component: (await import("@/datasets/own/NewDataPage")).NewDataPage }),
      },
      {
        path: "/datasets/:name",
        lazy: async () => ({ Component: (await import("@/datasets/DatasetPage")).DatasetPage }),
      },
      { path: "/shared", lazy: async () => ({ Component: (await import("@/sharing/SharedPage")).SharedPage }) },
      { path: "/compare", lazy: async () => ({ Component: (await import("@/runs/ComparePage")).ComparePage }) },
      { path: "/settings", lazy: async () => ({ Component: (await import("@/settings/SettingsPage")).SettingsPage }) },
      { path: "/classes", lazy: async () => ({ Component: (await import("@/classroom/ClassesPage")).ClassesPage }) },
      { path: "/classes/:id", lazy: async () => ({ Component: (await import("@/classroom/ClassPage")).ClassPage }) },
      {
        path: "/classes/:id/wall",
        lazy: async () => ({ Component: (await import("@/classroom/WallPage")).WallPage }),
      },
      {
        path: "/assignments/:id",
        lazy: async () => ({ Component: (await import("@/assignments/AssignmentPage")).AssignmentPage }),
      },
      {
        path: "/assignments/:id/edit",
        lazy: async () => ({ Component: (await import("@/assignments/EditPage")).EditPage }),
      },
      {
        path: "/hand-ins/:id",
        lazy: async () => ({ Component: (await import("@/assignments/HandInPage")).HandInPage }),
      },
      { path: "/account", lazy: async () => ({ Component: (await import("@/classroom/AccountPage")).AccountPage }) },
      { path: "*", Component: NotFoundPage },
    ],
  },
]);
