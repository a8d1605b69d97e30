import { assemble } from "./bin/fresh.ts"; await assemble();
import { World } from './test/support/world.ts';
import { countRoad } from './test/bench/counts.ts';
import { billOf } from './test/bench/bill.ts';
const w=await World.open(); const c=await countRoad(w, 20);
console.table(c.counts.map(x=>({f:x.function.slice(-34),s:x.service,a:x.action,n:x.calls/20,w:x.writeUnits/20,r:x.readUnits/20})));
console.log(c.requests,c.beforeAnswers, billOf({...c,cpuMs:{},memoryMb:()=>512,attachmentKb:30,logKb:1}));
await w.close(); process.exit(0);
