import { AppsHome } from '../../../../components/apps/apps-home.tsx'
import { titled } from '../../../../page-title.ts'

export const generateMetadata = titled('apps')

export default function AppsPage() {
  return <AppsHome />
}
