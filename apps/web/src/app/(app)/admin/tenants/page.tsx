import { AdminTenants } from '../../../../components/admin/admin-tenants.tsx'
import { titled } from '../../../../page-title.ts'

export const generateMetadata = titled('tenants')

export default function AdminTenantsPage() {
  return <AdminTenants />
}
