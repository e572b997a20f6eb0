"""What every page needs: sign-in guards, one-effect submits, paging, panels."""
