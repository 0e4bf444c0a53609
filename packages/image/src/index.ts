export * from './image-store.ts'
