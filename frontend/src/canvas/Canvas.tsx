import "@xyflow/react/dist/base.css";
import { useComputedColorScheme } from "@mantine/core";
import { Background, BackgroundVariant, ReactFlow, SelectionMode } from "@xyflow/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { openUse } from "@/editor/nodeCommands";
import { edgeKey, indexOf } from "@/graph/document";
import { useEditor } from "@/graph/store";
import { Breadcrumb } from "./Breadcrumb";
import classes from "./Canvas.module.css";
import { CanvasControls } from "./CanvasControls";
import { CanvasMap } from "./CanvasMap";
import { ContextMenu } from "./ContextMenu";
import { connect, endDrag, judge, pointOf } from "./connecting";
import { openContextMenu } from "./contextMenuPlace";
import { EmptyCanvas } from "./EmptyCanvas";
import type { WireFlowEdge } from "./flow";
import { LayerNode } from "./LayerNode";
import { PortMenu } from "./PortMenu";
import { Refusal } from "./Refusal";
import { clearRefusal, refuseAt } from "./refusing";
import { useDrop } from "./useDrop";
import { useFlow } from "./useFlow";
import { useWidth } from "./useWidth";
import { attachView, type Flow, followWidth, SMALLEST, showStart } from "./view";
import { Wire } from "./Wire";
import { WiringMark } from "./WiringMark";

const NODE_TYPES = { layer: LayerNode };
const WIRE_TYPES = { wire: Wire };
const MULTI_SELECT = ["Meta", "Control"];
const MANY = 200;
/** A press that moves no further, in pixels, is a click: hands tremble, and a click must not be lost for it. */
const CLICK_DISTANCE = 2;
const SNAP: [number, number] = [12, 12];

/** Remembers the last refusal, so that a click on a handle can say it. */
let lastRefusal: string | null = null;

function isAllowed(connection: Parameters<typeof judge>[0]): boolean {
  const { refusal } = judge(connection);
  lastRefusal = refusal;
  return refusal === null;
}

function endClick(event: MouseEvent | TouchEvent): void {
  const at = pointOf(event);
  if (lastRefusal) refuseAt(lastRefusal, at.x, at.y);
}

function startClick(): void {
  lastRefusal = null;
  clearRefusal();
}

/** Opens a block; of every other layer the settings. */
function openNode(_: unknown, node: { id: string }): void {
  if (openUse(node.id)) return;
  document.querySelector<HTMLElement>("[data-inspector] input, [data-inspector] button")?.focus();
}

/** A press on the canvas takes the keyboard there; the library that pans it keeps the browser from doing so. */
function takeKeyboard(event: React.PointerEvent): void {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && !event.currentTarget.contains(activeElement)) activeElement.blur();
}

/** A click on one of several selected layers chooses it alone, as in every drawing tool; a drag moves them all. */
function chooseOne(event: React.MouseEvent, node: { id: string }): void {
  const { selection, activate } = useEditor.getState();
  if (selection.size > 1 && !event.shiftKey && !event.ctrlKey && !event.metaKey) activate(node.id);
}

/** A box drawn with Shift selects layers, and no text of the page. */
function keepTextUnselected(event: React.MouseEvent): void {
  if (event.shiftKey) event.preventDefault();
}

/** Where a menu that was asked for by key is shown: beside what has the keyboard. */
function menuPoint(event: React.MouseEvent): { x: number; y: number } {
  if (event.clientX !== 0 || event.clientY !== 0) return { x: event.clientX, y: event.clientY };
  const box = (event.target as Element).getBoundingClientRect();
  return { x: box.x + Math.min(40, box.width / 2), y: box.y + Math.min(40, box.height / 2) };
}

/** Selects what the menu is asked for, unless it is part of the selection already, and opens the menu. */
function showMenu(event: React.MouseEvent): void {
  if (!(event.target instanceof Element) || event.target.closest("button, input, [role=menu]")) return;
  event.preventDefault();
  const { selection, selectedEdges, scene, select, activate } = useEditor.getState();
  const node = event.target.closest<HTMLElement>(".react-flow__node")?.dataset.id;
  const wire = event.target.closest<SVGElement>(".react-flow__edge")?.dataset.id;
  if (node !== undefined && indexOf(scene).nodes.has(node)) {
    if (!selection.has(node)) activate(node);
  } else if (wire !== undefined) {
    const isThere = scene.edges.some((edge) => edgeKey(edge) === wire);
    if (isThere && !selectedEdges.has(wire)) select([], [wire]);
  } else if (!event.target.closest(".react-flow__nodesselection")) select([]);
  openContextMenu(menuPoint(event));
}

/** The drawing. */
export function Canvas() {
  const { nodes, edges, onNodesChange, onEdgesChange, onDragStop } = useFlow();
  const scheme = useComputedColorScheme("light");
  const pane = useRef<HTMLDivElement>(null);
  const [selects, setSelects] = useState(false);
  const [snaps, setSnaps] = useState(false);
  const { target, ...drop } = useDrop();
  const onInit = useCallback((flow: Flow) => {
    attachView(flow, pane.current);
    showStart();
  }, []);
  useEffect(() => () => attachView(null, null), []);
  useWidth(pane, followWidth);
  const isEmpty = useEditor((state) => state.scene.nodes.length === 0);
  const isReading = useEditor((state) => state.author !== null);

  return (
    <section
      ref={pane}
      className={classes.pane}
      aria-label="Canvas"
      data-guide="canvas"
      data-canvas
      onPointerDownCapture={takeKeyboard}
      onMouseDown={keepTextUnselected}
      onContextMenu={showMenu}
      {...drop}
    >
      <ReactFlow
        nodes={nodes}
        edges={
          target ? edges.map((edge): WireFlowEdge => (edge.id === target ? { ...edge, selected: true } : edge)) : edges
        }
        nodeTypes={NODE_TYPES}
        edgeTypes={WIRE_TYPES}
        onInit={onInit}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStop={onDragStop}
        onSelectionDragStop={(event, moved) => onDragStop(event, null, moved)}
        onNodeClick={chooseOne}
        onNodeDoubleClick={openNode}
        onConnect={connect}
        onConnectStart={clearRefusal}
        onConnectEnd={endDrag}
        onClickConnectStart={startClick}
        onClickConnectEnd={endClick}
        isValidConnection={isAllowed}
        connectionRadius={26}
        deleteKeyCode={null}
        multiSelectionKeyCode={MULTI_SELECT}
        selectionKeyCode="Shift"
        panActivationKeyCode="Space"
        selectionOnDrag={selects}
        selectionMode={SelectionMode.Partial}
        panOnDrag={selects ? [1] : [0, 1]}
        panOnScroll
        zoomOnDoubleClick={false}
        snapToGrid={snaps}
        snapGrid={SNAP}
        nodesDraggable={!isReading}
        nodesConnectable={!isReading}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        nodeDragThreshold={CLICK_DISTANCE}
        nodeClickDistance={CLICK_DISTANCE}
        paneClickDistance={CLICK_DISTANCE}
        onlyRenderVisibleElements={nodes.length > MANY}
        elevateNodesOnSelect={false}
        minZoom={SMALLEST}
        maxZoom={2}
        colorMode={scheme}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.2} className={classes.dots} />
        {!isEmpty && <CanvasMap />}
        <Breadcrumb />
        <WiringMark pane={pane} />
        <CanvasControls selects={selects} onSelects={setSelects} snaps={snaps} onSnaps={setSnaps} />
      </ReactFlow>
      {isEmpty && !isReading && <EmptyCanvas />}
      <PortMenu />
      <ContextMenu />
      <Refusal />
    </section>
  );
}
