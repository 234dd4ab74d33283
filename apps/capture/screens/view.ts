import { type ComponentChildren, h as make, type VNode as Node } from 'preact';

/* The one place that names the library of the screens. There is no JSX here, because Node strips types and nothing else. */

export { type ComponentChildren, render } from 'preact';
export { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';

/** A piece of a screen, whatever its props were. */
export type VNode = Node<object>;
type Attributes = Readonly<Record<string, unknown>>;

/** An element, or one of our components with the props that it asks for. */
export function h(type: string, attributes: Attributes | null, ...children: ComponentChildren[]): VNode;
export function h<P extends object>(
  type: (props: P) => VNode | null,
  props: P & { readonly key?: string | number },
): VNode;
export function h(
  type: string | ((props: never) => VNode | null),
  props: object | null,
  ...children: ComponentChildren[]
) {
  return make(type as string, props as Attributes, ...children) as VNode;
}
