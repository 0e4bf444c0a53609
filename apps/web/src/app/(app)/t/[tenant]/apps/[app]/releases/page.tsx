import { Releases } from '../../../../../../../components/app/releases/releases.tsx'
import { titled } from '../../../../../../../page-title.ts'

export const generateMetadata = titled('releases')

export default function ReleasesPage() {
  return <Releases />
}
