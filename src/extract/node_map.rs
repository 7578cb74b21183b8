//! Values by the nodes of a tree.

use std::hash::{Hash, Hasher};

use ego_tree::{NodeId, Tree};

/// A value for every node of one tree, found by the number of the node: walks ask for too many of them to hash each.
#[derive(Debug, Default)]
pub(in crate::extract) struct NodeMap<T> {
    values: Vec<T>,
}

impl<T: Copy + Default> NodeMap<T> {
    /// The default value for every node of a tree.
    pub(in crate::extract) fn of<N>(tree: &Tree<N>) -> Self {
        Self { values: vec![T::default(); tree.nodes().len()] }
    }

    /// The value of a node; the default for one of another tree.
    pub(in crate::extract) fn get(&self, node: NodeId) -> T {
        self.values.get(number_of(node)).copied().unwrap_or_default()
    }

    /// Replaces the value of a node.
    pub(in crate::extract) fn set(&mut self, node: NodeId, value: T) {
        if let Some(place) = self.values.get_mut(number_of(node)) {
            *place = value;
        }
    }
}

/// The number of a node in its tree, from 0; its id holds it, and tells it to those that ask for its hash alone.
fn number_of(node: NodeId) -> usize {
    let mut number = Number(0);
    node.hash(&mut number);
    number.0.saturating_sub(1)
}

/// Keeps the number that it is given.
struct Number(usize);

impl Hasher for Number {
    fn write(&mut self, _: &[u8]) {}

    fn write_usize(&mut self, number: usize) {
        self.0 = number;
    }

    fn finish(&self) -> u64 {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_keeps_its_own_value() {
        let mut tree = Tree::new("root");
        let first = tree.root_mut().append("first").id();
        let second = tree.root_mut().append("second").id();
        let mut map = NodeMap::of(&tree);
        map.set(second, 2);
        assert_eq!([map.get(tree.root().id()), map.get(first), map.get(second)], [0, 0, 2]);
    }
}
