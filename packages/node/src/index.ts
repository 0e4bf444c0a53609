export { createNode, type Hello, type Node } from './node.ts'
export type { Control, NodeOptions } from './node-options.ts'
