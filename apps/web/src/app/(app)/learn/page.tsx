import { Learn } from '../../../components/learn/learn.tsx'
import { titled } from '../../../page-title.ts'

export const generateMetadata = titled('learn')

export default function LearnPage() {
  return <Learn />
}
