/** A CPU profile of V8 as a flame graph: width is self and callees' time, depth the call, one SVG that a browser opens. */

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface Frame {
  readonly name: string;
  us: number;
  readonly children: Map<string, Frame>;
}

const WIDTH = 1400;
const ROW = 17;
/** Thinner ones say nothing. */
const LEAST_PX = 1.5;

export const flameOf = (profile: Profile, title: string): string => {
  const root = treeOf(profile);
  const rects: string[] = [];
  let depth = 0;
  const draw = (frame: Frame, x: number, level: number): void => {
    const width = (frame.us / root.us) * WIDTH;
    if (width < LEAST_PX) return;
    depth = Math.max(depth, level);
    const share = `${((frame.us / root.us) * 100).toFixed(1)} %`;
    const text = frame.name.slice(0, Math.max(0, Math.floor(width / 6.4) - 1));
    rects.push(
      `<g><title>${escaped(frame.name)} — ${share}</title><rect x="${x.toFixed(1)}" y="${level * ROW + 30}" width="${width.toFixed(1)}" height="${ROW - 1}" fill="${colourOf(frame.name)}"/>` +
        `<text x="${(x + 3).toFixed(1)}" y="${level * ROW + 42}">${escaped(text)}</text></g>`,
    );
    let at = x;
    for (const child of [...frame.children.values()].sort((a, b) => b.us - a.us)) {
      draw(child, at, level + 1);
      at += (child.us / root.us) * WIDTH;
    }
  };
  draw(root, 0, 0);
  const height = (depth + 1) * ROW + 40;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="ui-monospace, monospace" font-size="11"><rect width="100%" height="100%" fill="#fff"/><text x="4" y="20" font-size="14">${escaped(title)}</text>${rects.join('')}</svg>\n`;
};

/** The largest shares by where the time itself was spent, by file. */
export const sharesOf = (profile: Profile, most: number): { name: string; share: number }[] => {
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  const spent = new Map<string, number>();
  let all = 0;
  profile.samples.forEach((id, index) => {
    const { callFrame } = byId.get(id)!;
    if (callFrame.functionName === '(idle)') return;
    const us = profile.timeDeltas[index] ?? 0;
    all += us;
    const name = roomOf(callFrame.url, callFrame.functionName);
    spent.set(name, (spent.get(name) ?? 0) + us);
  });
  return [...spent]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([name, us]) => ({ name, share: us / all }));
};

const treeOf = ({ nodes, samples, timeDeltas }: Profile): Frame => {
  const parent = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const root: Frame = { name: 'all', us: 0, children: new Map() };
  samples.forEach((id, index) => {
    const path: string[] = [];
    for (let at: number | undefined = id; at !== undefined; at = parent.get(at)) {
      const { functionName, url, lineNumber } = byId.get(at)!.callFrame;
      if (functionName !== '(root)')
        path.unshift(`${functionName || '(anonymous)'} ${fileOf(url)}:${lineNumber + 1}`);
    }
    if (path[0]?.startsWith('(idle)')) return;
    const us = timeDeltas[index] ?? 0;
    let frame = root;
    frame.us += us;
    for (const name of path) {
      let next = frame.children.get(name);
      if (!next) frame.children.set(name, (next = { name, us: 0, children: new Map() }));
      next.us += us;
      frame = next;
    }
  });
  return root;
};

const fileOf = (url: string): string => url.split('/').slice(-2).join('/');
const roomOf = (url: string, name: string): string => {
  if (url === '')
    return name === '(garbage collector)' ? 'garbage collector' : 'native code and system calls';
  const [, library] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  return library ?? (url.startsWith('node:') ? url : fileOf(url));
};
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
/** By name, so that a function looks the same in two graphs. */
const colourOf = (name: string): string => {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  return `hsl(${20 + (hash % 35)} ${70 + (hash % 20)}% ${62 + (hash % 14)}%)`;
};
