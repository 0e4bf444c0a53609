export type * from './ast/argument.ts'
export type * from './ast/dockerfile.ts'
export type * from './ast/instruction.ts'
export type * from './ast/place.ts'
