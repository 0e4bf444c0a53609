import { Builds } from '../../../../../../../components/app/builds/builds.tsx'
import { titled } from '../../../../../../../page-title.ts'

export const generateMetadata = titled('builds')

export default function BuildsPage() {
  return <Builds />
}
