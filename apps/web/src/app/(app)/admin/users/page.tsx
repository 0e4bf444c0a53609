import { AdminUsers } from '../../../../components/admin/admin-users.tsx'

export default function AdminUsersPage() {
  return <AdminUsers />
}
