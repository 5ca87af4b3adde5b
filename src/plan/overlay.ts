/** overlayfs: a list of lower directories easily exceeds what fsconfig(2) takes as one value. */

import type { Facts } from '../facts/types.ts';

/** fsconfig(2) takes 255 bytes. */
const maxValueBytes = 255;
const utf8 = new TextEncoder();

/** `lowerdir+` adds one layer at a time (Documentation/filesystems/overlayfs.rst: since 6.8). */
const canAddLayers = ({ major, minor }: Facts['kernel']): boolean => major > 6 || (major === 6 && minor >= 8);

/** Layers are separated by `:`; a backslash makes the next character part of the name. `lowerdir+` takes names as they are. */
export function layersOf(value: string): readonly string[] {
  const layers: string[] = [];
  let layer = '';
  for (let at = 0; at < value.length; at++) {
    const c = value.charAt(at);
    if (c === ':') {
      layers.push(layer);
      layer = '';
    } else layer += c === '\\' && at + 1 < value.length ? value.charAt(++at) : c;
  }
  return [...layers, layer];
}

/** Data-only layers (`::`) are another option, `datadir+`; they are left to mount(2). */
const isPlain = (value: string): boolean => !value.includes('::');

/** Splits a lowerdir that is too long, where the kernel can add layers; else the data as it was. */
export function overlayData(data: readonly string[], kernel: Facts['kernel']): readonly string[] {
  const isOversized = (item: string): boolean =>
    item.startsWith('lowerdir=') && utf8.encode(item.slice('lowerdir='.length)).length > maxValueBytes;
  if (!canAddLayers(kernel)) return data;
  return data.flatMap((item) => {
    const value = item.slice('lowerdir='.length);
    return isOversized(item) && isPlain(value)
      ? layersOf(value).map((layer) => `lowerdir+=${layer}`)
      : [item];
  });
}
