import { Account } from '../../../components/account/account.tsx'

export default function AccountPage() {
  return <Account />
}
