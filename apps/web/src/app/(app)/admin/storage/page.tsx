import { AdminStorage } from '../../../../components/storage/admin-storage.tsx'
import { titled } from '../../../../page-title.ts'

export const generateMetadata = titled('storage')

export default function AdminStoragePage() {
  return <AdminStorage />
}
