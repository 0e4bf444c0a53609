export type { ImageRules } from './images/choose-images.ts'
export type { Hello } from './greeting.ts'
export { createNode, type Node } from './node.ts'
export type { Control, NodeOptions } from './node-options.ts'
