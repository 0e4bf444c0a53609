import { PullThrough } from '../../../components/mirrors/pull-through.tsx'
import { titled } from '../../../page-title.ts'

export const generateMetadata = titled('mirrors')

export default function MirrorsPage() {
  return <PullThrough />
}
