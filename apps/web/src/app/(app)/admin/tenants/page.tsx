import { AdminTenants } from '../../../../components/admin/admin-tenants.tsx'

export default function AdminTenantsPage() {
  return <AdminTenants />
}
