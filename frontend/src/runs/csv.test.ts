import { expect, it } from "vitest";
import { historyCsv } from "./csv";
import { makeEpoch, makeHistory, makePoint } from "./makeHistory";

it("writes a row an event, with names in the head", () => {
  const history = makeHistory(
    makePoint(5, { loss: 3 }),
    makePoint(6, { loss: null }),
    makeEpoch(1, { loss: 2, val_loss: 2.5 }),
  );
  expect(historyCsv(history)).toBe(
    "kind,step,epoch,seconds,loss,val_loss\r\nbatch,5,0.5,2.5,3,\r\nbatch,6,0.6,3,nan,\r\nepoch,10,1,5,2,2.5\r\n",
  );
});
