//! What a load tells of a channel.

/// The numbers and the last instant of what was told.
#[derive(Debug, Clone, Default)]
pub(super) struct Coverage {
    pub(super) first_no: Option<i64>,
    pub(super) last_no: Option<i64>,
    pub(super) as_of: Option<String>,
}

impl Coverage {
    /// Takes in a number and an instant.
    pub(super) fn include(&mut self, number: Option<i64>, at: Option<&str>) {
        if let Some(number) = number {
            self.first_no = Some(self.first_no.map_or(number, |first| first.min(number)));
            self.last_no = Some(self.last_no.map_or(number, |last| last.max(number)));
        }
        if let Some(at) = at.filter(|at| Some(*at) > self.as_of.as_deref()) {
            at.clone_into(self.as_of.get_or_insert_default());
        }
    }
}
