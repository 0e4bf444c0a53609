import { AdminMirrors } from '../../../../components/mirrors/admin-mirrors.tsx'
import { titled } from '../../../../page-title.ts'

export const generateMetadata = titled('mirrors')

export default function AdminMirrorsPage() {
  return <AdminMirrors />
}
