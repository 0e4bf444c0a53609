export { type MarkdownNode, readMarkdown } from './read-markdown.ts'
